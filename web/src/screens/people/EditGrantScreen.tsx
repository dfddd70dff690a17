export { EditGrant as default } from './GrantForm';
