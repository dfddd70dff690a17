export { NewGrant as default } from './GrantForm';
