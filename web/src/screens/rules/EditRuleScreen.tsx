export { EditRule as default } from './RuleForm';
